package org.plumbline.core.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;

/** What the environment and the words of a command line mean for the cache and the hub. */
final class HubCacheTest {
  private static final Path HOME = Path.of("/home/anna");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', '', '', /home/anna/.cache/huggingface/hub",
    "'', '', /x, /x/huggingface/hub",
    "'', /h, /x, /h/hub",
    "/c, /h, /x, /c",
    "~/c, /h, /x, /home/anna/c",
  })
  void theCacheLiesWhereTheVariablesOfHuggingFaceSay(
      String cache, String home, String caches, String expected) {
    Map<String, String> environment =
        Map.of("HF_HUB_CACHE", cache, "HF_HOME", home, "XDG_CACHE_HOME", caches);
    assertEquals(Path.of(expected), HubCache.of(environment, HOME).root());
  }

  @Test
  void theTokenComesFromTheVariableOrFromTheFileOfALogin() throws IOException {
    Files.writeString(folder.resolve("token"), "hf_file\n");
    String home = folder.toString();
    assertEquals("Bearer hf_file", header(Map.of("HF_HOME", home)));
    assertEquals("Bearer hf_given", header(Map.of("HF_HOME", home, "HF_TOKEN", " hf_given ")));
    assertTrue(HubSettings.of(Map.of("HF_HOME", home + "/none"), HOME).token().isEmpty());
  }

  private static String header(Map<String, String> environment) {
    return HubSettings.of(environment, HOME).token().orElseThrow().header();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "huggingface.co", "https://me:pass@x", "https://x?a=b", "::"})
  void anEndpointThatIsNoAddressIsRefusedWithoutShowingIt(String endpoint) {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint), HOME));
    assertFalse(e.getMessage().contains("pass"), e.getMessage());
  }

  @Test
  void aTokenNeverTravelsReadable() {
    Map<String, String> environment =
        Map.of("HF_ENDPOINT", "http://mirror.example", "HF_TOKEN", "hf_secret");
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> HubSettings.of(environment, HOME));
    assertTrue(e.getMessage().contains("https"), e.getMessage());
    assertFalse(e.getMessage().contains("hf_secret"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"1, true", "TRUE, true", "yes, true", "0, false", "'', false"})
  void offlineIsAFlag(String value, boolean expected) {
    assertEquals(expected, HubSettings.of(Map.of("HF_HUB_OFFLINE", value), HOME).offline());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "a/b/c", "../b", "a/..b/", "a/b@", "-a/b", "a b/c", "/a/b"})
  void whatHasNotTheFormOfAModelsNameIsNone(String word) {
    assertEquals(Optional.empty(), HubModel.of(word));
    assertThrows(InvalidInputException.class, () -> HubModel.parse(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../b", "", "refs//x", "a\\b"})
  void aRevisionCannotLeadOutOfTheCache(String revision) {
    assertThrows(InvalidInputException.class, () -> HubModel.parse("a/b").at(revision));
  }

  @Test
  void aWordIsAPathBeforeItIsAModelsName() throws IOException {
    HubCache cache = new HubCache(folder);
    Path snapshot = folder.resolve("models--core--src/snapshots").resolve("0".repeat(40));
    Files.createDirectories(snapshot);
    Files.createDirectories(folder.resolve("models--core--src/refs"));
    Files.writeString(folder.resolve("models--core--src/refs/main"), "0".repeat(40) + "\n");
    assertEquals(snapshot, cache.locate("core/src"));
    assertEquals(folder, cache.locate(folder.toString()));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> cache.locate("org/none@v1"));
    assertTrue(e.getMessage().contains("plumb pull org/none --revision v1"), e.getMessage());
  }

  @Test
  void waitsGrowAndNeverFallShortOfWhatIsAsked() {
    long seed = 3;
    SplittableRandom random = new Seeds(seed).stream("waits");
    for (int failures = 1; failures <= 20; failures++) {
      long most = 1000L << Math.min(failures - 1, 6);
      long wait =
          Backoff.wait(Duration.ofSeconds(1), failures, Optional.empty(), random).toMillis();
      assertTrue(wait >= most / 2 && wait <= most, "seed " + seed + ": " + wait);
      Duration asked = Duration.ofMinutes(2);
      assertTrue(
          Backoff.wait(Duration.ofSeconds(1), failures, Optional.of(asked), random).compareTo(asked)
              >= 0);
    }
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(Optional.of(Duration.ofSeconds(7)), RetryAfter.parse(" 7 ", now));
    assertEquals(
        Optional.of(Duration.ofSeconds(90)), RetryAfter.parse("Thu, 1 Jan 2026 00:01:30 GMT", now));
    assertEquals(
        Optional.of(Duration.ZERO), RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", now));
    assertEquals(Optional.of(Duration.ofMillis(1500)), RetryAfter.parse("1.5", now));
    assertEquals(Optional.empty(), RetryAfter.parse("soon", now));
  }
}
