package org.plumbline.core.material;

import java.io.IOException;
import java.io.InputStream;
import org.plumbline.core.error.FailedException;

/**
 * A file that lies in a jar.
 *
 * @param name its name in the folder that it belongs to
 * @param anchor a class of the jar whose loader finds it
 * @param resource the absolute resource path, without a leading slash
 */
public record ResourceFile(String name, Class<?> anchor, String resource) {

  /** Opens it; the caller closes it. */
  public InputStream open() throws IOException {
    InputStream in = anchor.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new FailedException(
          "the class path lacks the resource '%s' (wanted as %s); add the jar that holds it"
              .formatted(resource, name));
    }
    return in;
  }
}
