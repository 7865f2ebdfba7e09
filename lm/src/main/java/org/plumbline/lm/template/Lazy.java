package org.plumbline.lm.template;

import java.util.Iterator;

/** Python's generator: its elements are made when they are taken, and can be taken once. */
record Lazy(Iterator<Object> elements) {}
