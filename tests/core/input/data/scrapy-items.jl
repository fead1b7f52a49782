{"title": "A", "link": "https://a.example/1", "image_urls": ["https://cdn.example/1.jpg"]}
{"title": "B", "link": "https://a.example/2", "image_urls": []}
