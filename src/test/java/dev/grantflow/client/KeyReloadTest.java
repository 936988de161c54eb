package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.PartialContexts;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.grant.ClientName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Key files change while their keys are in use. They are mounted as Kubernetes mounts secrets:
/// each file is a link into `..data`, which is a link to the folder of the day.
class KeyReloadTest {

  private static final URI SERVER = URI.create("https://auth.example/");

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(KeyReload.class);
  private int days;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.setLevel(null);
    logger.detachAppender(log);
  }

  /// Puts another folder in the place of the present one, at one stroke.
  private Path mount(String... names) throws IOException {
    var day = Files.createDirectory(folder.resolve("..day-" + ++days));
    for (var name : names) {
      new KeyFiles(day).fresh(name);
    }
    swap(day);
    for (var name : names) {
      var link = folder.resolve(name);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", name));
      }
    }
    return day;
  }

  private void swap(Path day) throws IOException {
    var next = Files.createSymbolicLink(folder.resolve("..data_tmp"), day.getFileName());
    Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Configured shop() {
    return new Configured().with("shop", folder.resolve("shop.pem"));
  }

  private static String signing(ClientInstances clients) {
    return signing(clients, "shop");
  }

  private static String signing(ClientInstances clients, String name) {
    var client = clients.find(new ClientName(name)).orElseThrow();
    return client.acting(SERVER, Instant.EPOCH).orElseThrow().publicKey();
  }

  private static boolean isFaulty(ClientInstances clients) {
    return clients.all().anyMatch(it -> it.allKeys().stream().anyMatch(ClientKey::isFileFaulty));
  }

  private String inFile(String name) throws Exception {
    var pem = Files.readAllBytes(folder.resolve(name));
    return String.valueOf(SigningKey.fromPkcs8Pem("k", pem).jwk().get("x"));
  }

  @Test
  void a_swapped_folder_is_taken_over_at_the_next_look() throws Exception {
    mount("shop.pem");
    var clients = shop().start();
    var reload = new KeyReload(clients);
    var before = signing(clients);

    mount("shop.pem");
    assertThat(signing(clients)).isEqualTo(before);
    reload.round();

    assertThat(signing(clients)).isEqualTo(inFile("shop.pem")).isNotEqualTo(before);
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .isEqualTo("the key was read anew, its file having changed"));
  }

  @Test
  void nothing_is_read_while_nothing_changes() throws Exception {
    var day = mount("shop.pem");
    var clients = shop().start();
    var key = clients.all().findFirst().orElseThrow().allKeys().getFirst();
    var signer = key.signer();

    new KeyReload(clients).round();

    assertThat(key.signer()).isSameAs(signer);
    Files.setLastModifiedTime(
        day.resolve("shop.pem"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    new KeyReload(clients).round();
    assertThat(key.signer()).isNotSameAs(signer);
  }

  @Test
  void a_broken_file_leaves_the_key_that_was_there_and_is_told_once() throws Exception {
    mount("shop.pem");
    var clients = shop().start();
    var reload = new KeyReload(clients);
    var before = signing(clients);

    var day = mount("shop.pem");
    Files.writeString(day.resolve("shop.pem"), "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw");
    reload.round();
    reload.round();

    assertThat(signing(clients)).isEqualTo(before);
    assertThat(isFaulty(clients)).isTrue();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getKeyValuePairs().toString())
                  .contains("shop-key")
                  .contains("grantflow.clients.shop.key-file: ")
                  .contains("is of no use: the PEM file is cut off: its END line is missing.")
                  .contains("as PKCS#8 PEM is needed")
                  .doesNotContain("MC4CAQ");
            });
  }

  @Test
  void a_file_that_vanished_leaves_the_key_that_was_there_until_it_is_back() throws Exception {
    mount("shop.pem");
    var clients = shop().start();
    var reload = new KeyReload(clients);
    var before = signing(clients);

    mount();
    reload.round();
    assertThat(signing(clients)).isEqualTo(before);
    assertThat(isFaulty(clients)).isTrue();

    mount("shop.pem");
    reload.round();
    assertThat(signing(clients)).isEqualTo(inFile("shop.pem")).isNotEqualTo(before);
    assertThat(isFaulty(clients)).isFalse();
  }

  @Test
  void a_broken_file_that_is_put_back_as_it_was_is_well() throws Exception {
    var day = mount("shop.pem");
    var clients = shop().start();
    var reload = new KeyReload(clients);

    mount();
    reload.round();
    swap(day);
    reload.round();

    assertThat(isFaulty(clients)).isFalse();
  }

  @Test
  void a_key_that_belongs_to_another_wallet_address_is_not_taken_over() throws Exception {
    mount("shop.pem", "bank.pem");
    var clients = shop().with("bank", folder.resolve("bank.pem")).start();
    var before = signing(clients);

    var day = mount("shop.pem", "bank.pem");
    Files.copy(
        day.resolve("bank.pem"), day.resolve("shop.pem"), StandardCopyOption.REPLACE_EXISTING);
    new KeyReload(clients).round();

    assertThat(signing(clients)).isEqualTo(before);
    assertThat(isFaulty(clients)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEY", "JWK"})
  void another_key_under_an_id_that_servers_have_bound_grants_to_is_not_taken_over(String field)
      throws Exception {
    var first = mount("shop.pem");
    var clients = shop().with("shop", "client-field", field).start();
    var reload = new KeyReload(clients);
    var before = signing(clients);

    mount("shop.pem");
    reload.round();
    reload.round();

    assertThat(signing(clients)).isEqualTo(before).isNotEqualTo(inFile("shop.pem"));
    assertThat(isFaulty(clients)).isTrue();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getKeyValuePairs().toString())
                  .contains("grantflow.clients.shop.key-file: ")
                  .contains("holds another key now than the one that servers know as shop-key")
                  .contains("give the new key an id of its own");
            });

    swap(first);
    reload.round();
    assertThat(signing(clients)).isEqualTo(before);
    assertThat(isFaulty(clients)).isFalse();
  }

  @Test
  void the_same_key_in_another_file_is_well() throws Exception {
    var first = mount("shop.pem");
    var clients = shop().with("shop", "client-field", "KEY").start();
    var before = signing(clients);

    var day = mount("shop.pem");
    Files.copy(
        first.resolve("shop.pem"), day.resolve("shop.pem"), StandardCopyOption.REPLACE_EXISTING);
    new KeyReload(clients).round();

    assertThat(signing(clients)).isEqualTo(before);
    assertThat(isFaulty(clients)).isFalse();
  }

  @Test
  void two_names_that_share_a_file_take_it_over_together() throws Exception {
    mount("shop.pem");
    var clients =
        shop()
            .with("old", folder.resolve("shop.pem"))
            .with("old", "wallet-address", "https://wallet.example/shop")
            .with("old", "key-id", "shop-key")
            .start();

    mount("shop.pem");
    new KeyReload(clients).round();

    assertThat(signing(clients, "shop")).isEqualTo(inFile("shop.pem"));
    assertThat(signing(clients, "old")).isEqualTo(inFile("shop.pem"));
    assertThat(isFaulty(clients)).isFalse();
  }

  @Test
  void there_is_a_key_at_every_moment() throws Exception {
    mount("shop.pem");
    var clients = shop().start();
    var reload = new KeyReload(clients);
    var seen = new HashSet<String>();
    var isOver = new AtomicBoolean();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!isOver.get()) {
                    seen.add(signing(clients));
                  }
                });

    var there = new HashSet<String>();
    there.add(inFile("shop.pem"));
    for (int i = 0; i < 20; i++) {
      mount("shop.pem");
      there.add(inFile("shop.pem"));
      reload.round();
    }
    isOver.set(true);

    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    assertThat(seen).isNotEmpty().isSubsetOf(there);
  }

  @Test
  void the_service_looks_by_itself() throws Exception {
    mount("shop.pem");
    var properties = new HashMap<String, Object>();
    properties.put("grantflow.clients.shop.wallet-address", "https://wallet.example/shop");
    properties.put("grantflow.clients.shop.key-id", "shop-key");
    properties.put("grantflow.clients.shop.key-file", folder.resolve("shop.pem").toString());
    properties.put("grantflow.keys.reload-interval", "100ms");
    try (var context = PartialContexts.of(ClientInstances.class, Map.copyOf(properties)).start()) {
      var clients = context.getBean(ClientInstances.class);

      mount("shop.pem");

      var wanted = inFile("shop.pem");
      assertThat(comesTo(clients, wanted)).isTrue();
    }
  }

  private static boolean comesTo(ClientInstances clients, String publicKey) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!signing(clients).equals(publicKey) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return signing(clients).equals(publicKey);
  }

  @Test
  void at_the_start_a_broken_file_is_no_key() throws Exception {
    var day = mount("shop.pem");
    Files.writeString(day.resolve("shop.pem"), "");

    assertThatThrownBy(shop()::start).rootCause().isInstanceOf(InvalidClientException.class);
  }
}
