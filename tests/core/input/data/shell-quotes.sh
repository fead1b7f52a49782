#!/bin/sh
curl 'https://a.example/it'\''s/x?a=1' -o one
curl 'https://a.example/that'"'"'s?b=2' | jq .
curl $'https://a.example/it\'s/y?c=3' --compressed
curl 'https://a.example/plain'
curl 'https://a.example/x?where={"a":1}&limit=5'
