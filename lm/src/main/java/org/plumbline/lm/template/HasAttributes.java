package org.plumbline.lm.template;

import java.util.Optional;

/** A value of the engine's own, whose attributes a template may read. */
interface HasAttributes {
  /** Empty if there is no such attribute. */
  Optional<Object> attribute(String name);
}
