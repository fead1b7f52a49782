INSERT INTO posts (id, body, link) VALUES
(1, 'It''s ''https://a.example/1''and more', 'https://a.example/it''s'),
(2, 'see https://a.example/3', ''),
(3, '', 'https://a.example/4');
