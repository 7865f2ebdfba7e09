package org.plumbline.lm.template;

import org.plumbline.lm.template.TemplateError.Kind;

/**
 * A name, key or index that is not there: it prints as nothing, is false and has no elements; any
 * other use fails with its message.
 */
record Undefined(String message, Kind kind) {
  static Undefined name(String name) {
    return of("'%s' is undefined".formatted(name));
  }

  static Undefined of(String message) {
    return new Undefined(message, Kind.UNDEFINED);
  }

  /** What an object lacks, in Jinja's words. */
  static Undefined missing(Object object, Object key) {
    String type = object == None.NONE ? "None" : Values.qualifiedTypeName(object) + " object";
    return of(
        key instanceof String name
            ? "'%s' has no attribute %s".formatted(type, Printer.repr(name))
            : "%s has no element %s".formatted(type, Printer.repr(key)));
  }

  /** What Python has but a template must not touch. */
  static Undefined unsafe(Object object, String name) {
    return new Undefined(
        "access to attribute %s of '%s' object is unsafe."
            .formatted(Printer.repr(name), Values.typeName(object)),
        Kind.SECURITY);
  }

  TemplateError failure() {
    return new TemplateError(kind, message, 0);
  }
}
