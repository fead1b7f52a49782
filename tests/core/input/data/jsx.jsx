export const Nav = () => (
  <nav>
    <a href="https://a.example/1">One</a>
    <Link to={'https://a.example/2'}>Two</Link>
    <a href={`https://a.example/3`}>Three</a>
  </nav>
);
