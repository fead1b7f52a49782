<?php
return [
    'home' => 'https://a.example/',
    'shop' => 'https://shop.a.example/list?page=1',
    'docs' => ['url' => "https://docs.a.example/"],
];
