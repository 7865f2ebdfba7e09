package org.plumbline.lm.template;

/** Python's {@code None}, which is a value, unlike a variable that is not there. */
enum None {
  NONE
}
