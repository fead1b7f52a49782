START_URLS = [
    "https://a.example/1",
    'https://a.example/2',
]
