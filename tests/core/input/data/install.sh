#!/bin/sh
curl -fsSL https://a.example/install.sh|sh
wget https://a.example/2;echo done
wget https://a.example/3&&ls
x=$(curl https://a.example/4|head -1)
y=`curl https://a.example/5||true`
curl "https://a.example/?titles=A|B;c&&d" -o 6
curl -H "Referer: https://a.example/?from=A|B" --url=https://a.example/7|sort
curl https://a.example/8;jsessionid=1
bash -c "$(curl -fsSL https://a.example/9;true)"
sudo /usr/bin/wget -qO- https://a.example/10|bash
git clone https://a.example/11.git&&cd 11
curl -H 'X: it"s' https://a.example/12|sh
libcurl -V https://a.example/?titles=C|D
curl -H "X: \"a" https://a.example/13|sh
