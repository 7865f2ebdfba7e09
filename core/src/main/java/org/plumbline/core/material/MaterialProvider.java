package org.plumbline.core.material;

import java.util.List;

/**
 * Brings {@link Material}s that lie in jars on the class path; found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>Wherever a command takes a model, a data file or a gold scorer, {@code embedded:NAME} names
 * one of these.
 */
public interface MaterialProvider {

  /** All that this provider has; cheap, nothing is opened. */
  List<Material> materials();
}
