package org.plumbline.lm.adapter;

/** The names that PEFT gives to the tensors of an adapter. */
final class LoraNames {
  static final String PREFIX = "base_model.model.";
  static final String A = ".lora_A.weight";
  static final String B = ".lora_B.weight";

  private LoraNames() {}

  static String a(String module) {
    return PREFIX + module + A;
  }

  static String b(String module) {
    return PREFIX + module + B;
  }

  static String saved(String parameter) {
    return PREFIX + parameter;
  }
}
