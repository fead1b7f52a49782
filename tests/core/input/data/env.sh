#!/bin/sh
export BASE=https://a.example/base
curl "$BASE" -o out.html
curl 'https://b.example/q?a=1&b=2'
