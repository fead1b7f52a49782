#!/bin/bash
URLS=(
  "https://a.example/1"
  'https://a.example/2'
  https://a.example/3
)
for u in "${URLS[@]}"; do curl -s "$u"; done
