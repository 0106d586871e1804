import { Injectable } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { CannotStart } from '../errors/errors.js';
import { discover } from './discovered.js';

const Named = DiscoveryService.createDecorator<{ readonly name: string }>();

@Named({ name: 'second' })
class Second {}
@Named({ name: 'first' })
class First {}
@Named({ name: 'first' })
class Twin {}
@Injectable()
class Plain {}

async function found(...providers: (new () => object)[]) {
  const module = await Test.createTestingModule({ imports: [DiscoveryModule], providers }).compile();
  return discover<object, { readonly name: string }>(module.get(DiscoveryService), Named);
}

describe('Providers found by their decorator', () => {
  it('come with its options, in the order of their names, and no others with them', async () => {
    const all = await found(Second, Plain, First);
    expect(all.map(({ options }) => options.name)).toEqual(['first', 'second']);
    expect(all[0]?.instance).toBeInstanceOf(First);
  });

  it('may not have one name twice: the message says which, and what to do', async () => {
    await expect(found(First, Second, Twin)).rejects.toThrow(
      new CannotStart('First and Twin both register "first": rename one of them in its decorator.'),
    );
  });
});
