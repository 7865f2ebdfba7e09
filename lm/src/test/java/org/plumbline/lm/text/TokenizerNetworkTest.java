package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class TokenizerNetworkTest {

  @Test
  void theLibraryIsOfflineBeforeItIsUsed() throws Exception {
    System.setProperty("ai.djl.offline", "false");
    try (Tokenizer tokenizer = GoldenTokenizerTest.tokenizer("wordpiece")) {
      assertEquals("true", System.getProperty("ai.djl.offline"), tokenizer::toString);
    } finally {
      System.setProperty("ai.djl.offline", "true");
    }
  }
}
