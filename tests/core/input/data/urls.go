package main

var urls = []string{
	"https://a.example/1",
	"https://a.example/2", // second
	`https://a.example/3`,
}
