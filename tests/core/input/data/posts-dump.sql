-- dump of a blog
INSERT INTO `wp_posts` VALUES (7,'Spring is here.\r\n\r\nhttps://tube.example/watch?v=4kQ\r\n\r\nWritten by <a href=\"https://garden.example/anna\">Anna</a>.\nhttps://garden.example/seeds\nMore soon'),(8,'https://garden.example/tools\r\nSpades and rakes','draft');
INSERT INTO `wp_postmeta` VALUES (1,'_links','[{\"url\":\"https:\\/\\/garden.example\\/shop\"}]'),(2,'see','https://garden.example/o\'neill'),(3,'p','a:1:{s:3:\"url\";s:26:\"https://garden.example/php\";}');
