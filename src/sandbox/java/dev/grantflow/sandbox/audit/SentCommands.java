package dev.grantflow.sandbox.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.Commands;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// What was published to the commands topic, as far as the publisher knows. Safe for use by several
/// threads.
public final class SentCommands {

  private final Queue<Sent> all = new ConcurrentLinkedQueue<>();

  /// What must become of a command.
  public enum Expectation {
    /// Whatever is right.
    ANY,
    /// It must be accepted: the grant exists.
    ACCEPTED,
    /// It must be refused, with an event and a dead letter.
    REJECTED,
    /// It is a request whose revocation was there before it: no server may ever see it.
    NEVER_SENT
  }

  /// A command that was, or may have been, published. Its `grantId` is null where it names none
  /// that could be a grant's.
  public static final class Sent {
    private final @Nullable String grantId;
    private final String type;
    private final byte[] value;
    private final Instant at;
    private final Expectation expectation;
    private final AtomicReference<@Nullable Place> place = new AtomicReference<>();

    private Sent(@Nullable String grantId, String type, byte[] value, Expectation expectation) {
      this.grantId = grantId;
      this.type = type;
      this.value = value.clone();
      this.at = Instant.now();
      this.expectation = expectation;
    }

    /// The broker has it, there.
    public void acknowledged(Place where) {
      place.set(where);
    }

    public @Nullable String grantId() {
      return grantId;
    }

    public String type() {
      return type;
    }

    /// When its publishing began.
    public Instant at() {
      return at;
    }

    public Expectation expectation() {
      return expectation;
    }

    /// Null while nobody knows whether the broker has it.
    public @Nullable Place place() {
      return place.get();
    }

    byte[] value() {
      return value.clone();
    }

    boolean isRequest() {
      return type.equals("GrantRequested");
    }

    boolean isRevocation() {
      return type.equals("GrantRevokeRequested");
    }

    @Override
    public String toString() {
      return "%s of %s at %s".formatted(type, grantId, place());
    }
  }

  /// Publishes it and remembers it, also when the broker's word does not come.
  public Sent publish(
      Commands commands, String grantId, String type, String data, Expectation expectation) {
    var sent = announce(grantId, type, data.getBytes(UTF_8), expectation);
    var where = commands.publish(grantId, type, data);
    sent.acknowledged(new Place(where.topic(), where.partition(), where.offset()));
    return sent;
  }

  /// As [#publish] for a record that is wrong on purpose.
  public Sent publish(
      Commands commands,
      @Nullable String grantId,
      String type,
      ProducerRecord<String, byte[]> command,
      Expectation expectation) {
    var value = command.value();
    var sent = announce(grantId, type, value == null ? new byte[0] : value, expectation);
    var where = commands.send(command);
    sent.acknowledged(new Place(where.topic(), where.partition(), where.offset()));
    return sent;
  }

  /// Remembers a command that is about to be published. Until it is acknowledged nothing is
  /// expected of it.
  public Sent announce(
      @Nullable String grantId, String type, byte[] value, Expectation expectation) {
    var sent = new Sent(grantId, type, value, expectation);
    all.add(sent);
    return sent;
  }

  public List<Sent> all() {
    return List.copyOf(all);
  }

  List<Sent> acknowledged() {
    return all.stream().filter(sent -> sent.place() != null).toList();
  }
}
