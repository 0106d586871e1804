import { allowanceOf } from './client-address.js';

describe('The allowance of an address', () => {
  it('is its own for IPv4, also where it comes mapped into IPv6', () => {
    expect(allowanceOf('203.0.113.9')).toBe('203.0.113.9');
    expect(allowanceOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('is that of its network for IPv6: %s is %s', (address, network) => {
    expect(allowanceOf(address)).toBe(network);
  });

  it('is whatever stands there where it is no address', () => {
    expect(allowanceOf('unknown')).toBe('unknown');
  });
});
