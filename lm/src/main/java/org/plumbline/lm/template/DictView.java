package org.plumbline.lm.template;

import java.util.List;

/**
 * What {@code keys()}, {@code values()} and {@code items()} give: not a list, but a thing with a
 * length and an order.
 *
 * @param kind Python's name of it, as {@code dict_keys}
 */
record DictView(String kind, List<Object> items) {}
