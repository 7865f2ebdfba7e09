package org.plumbline.core.metric;

import java.util.List;

/** A rule by which a text is cut into the tokens that metrics count. */
public interface TokenRule {

  /** The name by which reports and signatures call it; another rule has another name. */
  String label();

  /** The tokens of a text, none of them empty. */
  List<String> of(String text);
}
