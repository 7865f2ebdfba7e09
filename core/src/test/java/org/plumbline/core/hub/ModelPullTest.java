package org.plumbline.core.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;
import org.plumbline.core.hub.FakeHub.Asked;
import org.plumbline.core.hub.FakeHub.Fault.Answer;
import org.plumbline.core.hub.FakeHub.Fault.Cut;
import org.plumbline.core.hub.FakeHub.Fault.Silence;
import org.plumbline.core.random.Seeds;

final class ModelPullTest {
  private static final HubModel MODEL = HubModel.parse("org/tiny");
  private static final String WEIGHTS = "model.safetensors";
  private static final String SECRET = "hf_mostSecret";

  @TempDir Path cache;

  private final byte[] weights = new byte[1_000_000];
  private FakeHub hub;
  private final FakeHub.Heard heard = new FakeHub.Heard();

  @BeforeEach
  void start() throws IOException {
    new Seeds(7).stream("weights").nextBytes(weights);
    hub =
        new FakeHub()
            .with("config.json", "{\"model_type\": \"llama\"}")
            .with("tokenizer.json", "{}".repeat(500))
            .with(WEIGHTS, weights);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aPulledModelLiesAsHuggingFacesLibrariesKeepIt() throws IOException {
    ModelPull.Pulled pulled = pull();
    Path folder = cache.resolve("models--org--tiny");
    assertEquals(folder.resolve("snapshots").resolve(FakeHub.COMMIT), pulled.folder());
    assertEquals(FakeHub.COMMIT, Files.readString(folder.resolve("refs/main")));
    assertArrayEquals(weights, Files.readAllBytes(pulled.folder().resolve(WEIGHTS)));
    assertEquals(
        Path.of("../../blobs", FakeHub.hash(weights, true)),
        Files.readSymbolicLink(pulled.folder().resolve(WEIGHTS)));
    assertEquals(3, pulled.files());
    assertEquals(Optional.of(pulled.folder()), new HubCache(cache).find("org/tiny"));
    assertEquals(
        Optional.of(pulled.folder()), new HubCache(cache).find("org/tiny@" + FakeHub.COMMIT));
    assertEquals(heard.total, heard.done);
    assertEquals(pulled.bytes(), heard.total);
  }

  @Test
  void whatIsHereIsNotFetchedAgain() {
    pull();
    assertEquals(0, pull().fetched());
    assertEquals(1, hub.contentAsked(WEIGHTS).size());
  }

  @Test
  void aCutConnectionGoesOnAtTheByteWhereItEnded() throws IOException {
    hub.next(WEIGHTS, new Cut(300_000), new Cut(200_000));
    Path folder = pull().folder();
    assertArrayEquals(weights, Files.readAllBytes(folder.resolve(WEIGHTS)));
    List<Asked> asked = hub.contentAsked(WEIGHTS);
    int second = asked.get(1).from();
    int third = asked.get(2).from();
    // The network may lose the last bytes before a cut.
    assertTrue(second > 200_000 && second <= 300_000, asked.toString());
    assertTrue(third > second && third <= second + 200_000, asked.toString());
    assertEquals(3, asked.size());
    assertEquals(heard.total, heard.done);
    assertTrue(heard.notices.toString().contains("was cut"), heard.notices.toString());
  }

  @Test
  void aLaterPullGoesOnWithThePartOfAnEarlierOne() throws IOException {
    hub.next(WEIGHTS, new Cut(300_000), busy(), busy(), busy(), busy());
    FailedException e = assertThrows(FailedException.class, this::pull);
    assertTrue(e.getMessage().contains("4 times in a row"), e.getMessage());
    assertTrue(e.getMessage().contains("What has come is kept"), e.getMessage());
    assertEquals(Optional.empty(), new HubCache(cache).find("org/tiny"));
    int before = hub.contentAsked(WEIGHTS).size();
    ModelPull.Pulled pulled = pull();
    assertArrayEquals(weights, Files.readAllBytes(pulled.folder().resolve(WEIGHTS)));
    int from = hub.contentAsked(WEIGHTS).get(before).from();
    assertTrue(from > 200_000, "from " + from);
    assertTrue(pulled.fetched() < weights.length, "fetched " + pulled.fetched());
  }

  @Test
  void aHubThatIgnoresRangesSendsAllAgain() throws IOException {
    hub.ignoresRanges();
    hub.next(WEIGHTS, new Cut(300_000));
    assertArrayEquals(weights, Files.readAllBytes(pull().folder().resolve(WEIGHTS)));
    assertEquals(heard.total, heard.done);
  }

  @Test
  void aBusyHubIsAskedAgain() {
    hub.next("/api", busy(), new Answer(429, Map.of("Retry-After", "0")));
    hub.next(WEIGHTS, new Answer(429, Map.of("Retry-After", "1")), busy());
    assertEquals(3, pull().files());
    assertTrue(
        heard.notices.stream().anyMatch(notice -> notice.contains("'too many requests' (429)")),
        heard.notices.toString());
  }

  @Test
  void whoIsAskedToWaitForAnHourIsTold() {
    hub.next("/api", new Answer(429, Map.of("Retry-After", "3600")));
    FailedException e = assertThrows(FailedException.class, this::pull);
    assertTrue(e.getMessage().contains("60 minutes"), e.getMessage());
  }

  @Test
  void aSilentServerIsAskedAgain() throws IOException {
    hub.next(WEIGHTS, new Silence(1000));
    HubSettings usual = hub.settings(cache);
    HubSettings impatient =
        new HubSettings(
            usual.endpoint(),
            usual.cache(),
            usual.token(),
            false,
            Duration.ofMillis(400),
            usual.firstWait(),
            usual.tries());
    Path folder = pull(impatient, FileChoice.USUAL, () -> false).folder();
    assertArrayEquals(weights, Files.readAllBytes(folder.resolve(WEIGHTS)));
    assertTrue(heard.notices.toString().contains("silent"), heard.notices.toString());
  }

  @Test
  void aContentThatIsNotWhatTheHubNamesIsThrownAway() throws IOException {
    hub.liesAbout(WEIGHTS);
    FailedException e = assertThrows(FailedException.class, this::pull);
    assertTrue(e.getMessage().contains("SHA-256"), e.getMessage());
    assertTrue(e.getMessage().contains(WEIGHTS), e.getMessage());
    assertEquals(Optional.empty(), new HubCache(cache).find("org/tiny"));
    try (Stream<Path> blobs = Files.list(cache.resolve("models--org--tiny/blobs"))) {
      assertFalse(blobs.anyMatch(blob -> blob.getFileName().toString().startsWith("ffff")));
    }
  }

  @Test
  void aSpoiltPartIsFetchedAnew() throws IOException {
    Path blobs = Files.createDirectories(cache.resolve("models--org--tiny/blobs"));
    byte[] spoilt = Arrays.copyOf(weights, 400_000);
    spoilt[1234] ^= 1;
    Files.write(blobs.resolve(FakeHub.hash(weights, true) + ".plumb-part"), spoilt);
    assertArrayEquals(weights, Files.readAllBytes(pull().folder().resolve(WEIGHTS)));
    List<Integer> starts = hub.contentAsked(WEIGHTS).stream().map(Asked::from).toList();
    assertEquals(List.of(400_000, 0), starts);
  }

  @Test
  void theTokenGoesToTheHubAloneAndIsNeverShown() {
    HubSettings settings = hub.settings(cache, Optional.of(new AccessToken(SECRET)));
    hub.next(WEIGHTS, busy());
    pull(settings, FileChoice.USUAL, () -> false);
    for (Asked asked : hub.asked()) {
      assertEquals(asked.ofHub() ? "Bearer " + SECRET : "", asked.authorization(), asked.path());
    }
    assertFalse(hub.contentAsked(WEIGHTS).isEmpty());
    PlumblineException e =
        assertThrows(
            PlumblineException.class,
            () ->
                new ModelPull(settings, () -> false, heard)
                    .run(new ModelPull.Options(HubModel.parse("org/none"), FileChoice.USUAL, 2)));
    assertFalse((e.getMessage() + settings + heard.notices).contains(SECRET));
    InvalidInputException odd =
        assertThrows(InvalidInputException.class, () -> new AccessToken(SECRET + "\nX: y"));
    assertFalse(odd.getMessage().contains(SECRET), odd.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../escaped", "/etc/x", "a//b", "a/../../b", "c:\\x", "..", "a/./b"})
  void aNameThatLeadsOutOfTheFolderIsRefusedBeforeAnyFileIsFetched(String name) {
    hub.with(name, "x");
    FailedException e = assertThrows(FailedException.class, this::pull);
    assertTrue(e.getMessage().contains("outside its folder"), e.getMessage());
    assertTrue(hub.asked().stream().allMatch(asked -> asked.path().startsWith("/api/")));
  }

  @ParameterizedTest
  @CsvSource({
    "403, GatedRepo, is gated",
    "401, GatedRepo, Ask on its page",
    "404, RepoNotFound, check the name",
    "401, RepoNotFound, set HF_TOKEN",
    "400, '', answers 400",
  })
  void aRefusalIsToldInWords(int status, String code, String expected) {
    hub.next("/api", new Answer(status, Map.of("X-Error-Code", code)));
    FailedException e = assertThrows(FailedException.class, this::pull);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertEquals(1, hub.asked().size(), "it was asked again");
  }

  @Test
  void aRevisionThatIsNotThereIsNamed() {
    ModelPull.Options options = new ModelPull.Options(MODEL.at("refs/pr/9"), FileChoice.USUAL, 1);
    ModelPull pull = new ModelPull(hub.settings(cache), () -> false, heard);
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> pull.run(options));
    assertTrue(e.getMessage().contains("'refs/pr/9'"), e.getMessage());
  }

  @Test
  void weightsAreFetchedOnceAndNeverAsPickles() throws IOException {
    hub.with("pytorch_model.bin", "pickle")
        .with("model.fp16.safetensors", "again")
        .with("consolidated.safetensors", "again")
        .with("model.safetensors.index.json", "{}")
        .with("onnx/model.onnx", "again")
        .with("onnx/config.json", "{}")
        .with("README.md", "words")
        .with("merges.txt", "a b")
        .with("chat_template.jinja", "{{ x }}");
    assertEquals(
        List.of("chat_template.jinja", "config.json", "merges.txt", WEIGHTS, "tokenizer.json"),
        names(pull().folder()));
  }

  @Test
  void aModelInShardsIsFetchedWithItsIndex() throws IOException {
    try (FakeHub sharded = new FakeHub()) {
      sharded
          .with("config.json", "{}")
          .with("model.safetensors.index.json", "{}")
          .with("model-00001-of-00002.safetensors", "one")
          .with("model-00002-of-00002.safetensors", "two")
          .with("pytorch_model-00001-of-00002.bin", "pickle");
      Path folder = pull(sharded.settings(cache), FileChoice.USUAL, () -> false).folder();
      assertEquals(
          List.of(
              "config.json",
              "model-00001-of-00002.safetensors",
              "model-00002-of-00002.safetensors",
              "model.safetensors.index.json"),
          names(folder));
    }
  }

  @Test
  void picklesAloneAreRefusedWithTheReasonAndAWayOut() throws IOException {
    try (FakeHub old = new FakeHub().with("config.json", "{}").with("pytorch_model.bin", "x")) {
      FailedException e =
          assertThrows(
              FailedException.class,
              () -> pull(old.settings(cache), FileChoice.USUAL, () -> false));
      assertTrue(e.getMessage().contains("may run any code"), e.getMessage());
      assertTrue(e.getMessage().contains("save_pretrained"), e.getMessage());
    }
  }

  @Test
  void patternsChooseFiles() throws IOException {
    hub.with("sub/extra.json", "{}");
    Path folder =
        pull(hub.settings(cache), new FileChoice(List.of("*.json")), () -> false).folder();
    assertEquals(List.of("config.json", "tokenizer.json"), names(folder));
    InvalidInputException none =
        assertThrows(
            InvalidInputException.class,
            () -> pull(hub.settings(cache), new FileChoice(List.of("*.gguf")), () -> false));
    assertTrue(none.getMessage().contains("config.json"), none.getMessage());
    assertThrows(InvalidInputException.class, () -> new FileChoice(List.of("[")));
    // What is there already stays when more is fetched.
    pull();
    assertEquals(List.of("config.json", WEIGHTS, "tokenizer.json"), names(folder));
  }

  @Test
  void aStoppedPullKeepsWhatHasCome() throws IOException {
    hub.next(WEIGHTS, new Silence(250_000));
    InterruptedRunException e =
        assertThrows(
            InterruptedRunException.class,
            () -> pull(hub.settings(cache), FileChoice.USUAL, () -> heard.done >= 250_000));
    assertTrue(e.getMessage().contains("the same command goes on"), e.getMessage());
    assertArrayEquals(weights, Files.readAllBytes(pull().folder().resolve(WEIGHTS)));
    List<Asked> asked = hub.contentAsked(WEIGHTS);
    assertEquals(250_000, asked.getLast().from());
  }

  @Test
  void offlineNothingIsAsked() {
    HubSettings usual = hub.settings(cache);
    HubSettings offline =
        new HubSettings(
            usual.endpoint(),
            usual.cache(),
            usual.token(),
            true,
            usual.patience(),
            usual.firstWait(),
            usual.tries());
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> pull(offline, FileChoice.USUAL, () -> false));
    assertTrue(e.getMessage().contains("HF_HUB_OFFLINE"), e.getMessage());
    assertEquals(List.of(), hub.asked());
  }

  @Test
  void aHubThatNobodyRunsIsNamed() throws IOException {
    HubSettings settings = hub.settings(cache);
    hub.close();
    FailedException e =
        assertThrows(FailedException.class, () -> pull(settings, FileChoice.USUAL, () -> false));
    assertTrue(e.getMessage().contains("no connection to 'localhost'"), e.getMessage());
  }

  private ModelPull.Pulled pull() {
    return pull(hub.settings(cache), FileChoice.USUAL, () -> false);
  }

  private ModelPull.Pulled pull(HubSettings settings, FileChoice files, BooleanSupplier stop) {
    return new ModelPull(settings, stop, heard).run(new ModelPull.Options(MODEL, files, 2));
  }

  private static Answer busy() {
    return new Answer(503, Map.of());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
