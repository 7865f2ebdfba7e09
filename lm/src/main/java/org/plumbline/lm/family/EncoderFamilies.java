package org.plumbline.lm.family;

import java.util.List;

/** The families of encoders that are known; a new one is a class and a line here. */
public final class EncoderFamilies {
  private static final List<EncoderFamily> ALL =
      List.of(
          new BertFamily(),
          new DebertaV2Family(),
          new DistilBertFamily(),
          new ModernBertFamily(),
          new RobertaFamily());

  private EncoderFamilies() {}

  /** All, by the alphabet of their types. */
  public static List<EncoderFamily> all() {
    return ALL;
  }
}
