import { createHash } from 'node:crypto';
import { credentialOf, digestsOf, ownerOf, sameSecret } from './credentials.js';

const digest = (key: string) => createHash('sha256').update(key).digest('hex');

describe('The credential of a request', () => {
  it('is the bearer token, whatever the case of the word', () => {
    expect(credentialOf({ authorization: 'Bearer abc' })).toBe('abc');
    expect(credentialOf({ authorization: 'bearer   abc ' })).toBe('abc');
  });

  it('is X-API-Key where there is no bearer token', () => {
    expect(credentialOf({ 'x-api-key': 'abc' })).toBe('abc');
    expect(credentialOf({ authorization: 'Basic dTpw', 'x-api-key': 'abc' })).toBe('abc');
    expect(credentialOf({ authorization: 'Bearer one', 'x-api-key': 'two' })).toBe('one');
  });

  it('is missing where neither says anything', () => {
    expect(credentialOf({})).toBeUndefined();
    expect(credentialOf({ 'x-api-key': '' })).toBeUndefined();
    expect(credentialOf({ authorization: 'Bearer' })).toBeUndefined();
    expect(credentialOf({ authorization: 'Basic dTpw' })).toBeUndefined();
  });
});

describe('The owner of a key', () => {
  const keys = digestsOf([
    { name: 'alice', sha256: digest('one') },
    { name: 'bob', sha256: digest('two') },
    { name: 'alice', sha256: digest('three') },
  ]);

  it('is found by the digest, also where it has several keys', () => {
    expect(ownerOf(keys, 'one')).toBe('alice');
    expect(ownerOf(keys, 'two')).toBe('bob');
    expect(ownerOf(keys, 'three')).toBe('alice');
  });

  it('is nobody for any other key, nor for a digest itself', () => {
    expect(ownerOf(keys, 'four')).toBeUndefined();
    expect(ownerOf(keys, '')).toBeUndefined();
    expect(ownerOf(keys, digest('one'))).toBeUndefined();
    expect(ownerOf([], 'one')).toBeUndefined();
  });
});

it('Secrets are the same only where they are equal', () => {
  expect(sameSecret('a-secret', 'a-secret')).toBe(true);
  expect(sameSecret('a-secret', 'a-secret ')).toBe(false);
  expect(sameSecret('', 'a-secret')).toBe(false);
});
