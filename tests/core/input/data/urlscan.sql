INSERT INTO pages (id, url) VALUES (1, 'https://a.example/1');
INSERT INTO pages (id, url) VALUES (2, 'https://a.example/2?x=y');
