/** Decorators for plain JavaScript: this folder is run as it is, without a compiler. */
export const decorate = (type, ...decorators) => Reflect.decorate(decorators, type);

export const route = (type, method, ...decorators) =>
  Reflect.decorate(
    decorators,
    type.prototype,
    method,
    Object.getOwnPropertyDescriptor(type.prototype, method),
  );
