// pages to check
const urls = [
  'https://a.example/1',
  "https://a.example/2?x=1&y=2", // two
  `https://a.example/3`,
];
export default urls;
