package org.plumbline.core.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;

/** An option and where it sits in the record: a path of components from the root. */
record OptionLeaf(String name, OptionType type, Option option, List<RecordComponent> path) {

  /** Names from the root down: components themselves are equal to no other, not even their like. */
  List<String> place() {
    return path.stream().map(RecordComponent::getName).toList();
  }

  OptionField field(Record defaults) {
    boolean flag =
        type.scalar().rule().equals("true or false") && type.shape() == OptionType.Shape.ONE;
    return new OptionField(
        name,
        option.value(),
        type.rule(),
        option.required() ? "" : type.print(valueIn(defaults)),
        option.required(),
        type.scalar().choices(),
        flag);
  }

  Object valueIn(Record root) {
    Object value = root;
    for (RecordComponent component : path) {
      value = read(component, value);
    }
    return value;
  }

  static Object read(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
