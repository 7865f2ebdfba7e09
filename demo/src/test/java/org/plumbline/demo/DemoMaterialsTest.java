package org.plumbline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.MaterialProvider;
import org.plumbline.core.material.ResourceFile;

class DemoMaterialsTest {
  private static final List<Material> MATERIALS =
      ServiceLoader.load(MaterialProvider.class).stream()
          .flatMap(provider -> provider.get().materials().stream())
          .toList();

  @Test
  void theDemosMaterialsAreFoundByName() {
    List<String> names = MATERIALS.stream().map(Material::name).toList();
    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    assertTrue(
        names.containsAll(
            List.of(
                "minilm",
                "e5-small",
                "bge-small-zh",
                "corpus-train",
                "corpus-heldout",
                "prompts-train",
                "prompts-test",
                "grammar-preferences-train",
                "grammar-preferences-test",
                "languagetool-faultless",
                "languagetool-faults")),
        names.toString());
    MATERIALS.forEach(material -> assertFalse(material.description().isBlank(), material.name()));
  }

  @Test
  void everyFileOfEveryModelCanBeOpened() throws IOException {
    for (Material material : MATERIALS) {
      if (material instanceof Material.Model model) {
        for (ResourceFile file : model.files()) {
          try (InputStream in = file.open()) {
            assertNotEquals(-1, in.read(), model.name() + ": " + file.name());
          }
        }
      }
    }
  }
}
