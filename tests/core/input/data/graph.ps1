$me = Invoke-RestMethod -Uri "https://graph.example/v1.0/me?`$top=5&`$filter=name"
Invoke-WebRequest "https://a.example/plain" -OutFile x
