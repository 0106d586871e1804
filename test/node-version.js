/** Says in one line what a wrong Node would otherwise say in fifty. */
module.exports = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 9)) {
    throw new Error(
      `Node 24.9 or newer is needed, this is ${process.version}: run the tests with "npm run unit".`,
    );
  }
};
