import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** InterleavedAborts BROKERS TOPIC: writes into partition 0 and prints the committed values as a JSON list. */
public final class InterleavedAborts {
  private static final byte[] ZERO_KEY = {0, 0, 0, 0};
  private final List<String> committed = new ArrayList<>();

  static void run(String[] args, BufferedReader in, PrintStream out) throws Exception {
    out.println(new ObjectMapper().writeValueAsString(new InterleavedAborts().write(args[0], args[1])));
  }

  private List<String> write(String brokers, String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> plain = Clients.producer(brokers, null);
        KafkaProducer<byte[], byte[]> a = Clients.producer(brokers, topic + "-a");
        KafkaProducer<byte[], byte[]> b = Clients.producer(brokers, topic + "-b");
        KafkaProducer<byte[], byte[]> c = Clients.producer(brokers, topic + "-c")) {
      keep(plain, topic, "plain-first");
      interleave(a, b, c, topic);
      abortBehindZeroKey(a, topic);
      abortTwice(b, topic);
      send(plain, topic, ZERO_KEY, "zero-key-committed");
      committed.add("zero-key-committed");
      keep(plain, topic, "plain-last");
    }
    return committed;
  }

  // A starts before B, B's abort marker is written before A's: the broker lists B first, though A's records come first.
  private void interleave(
      KafkaProducer<byte[], byte[]> a, KafkaProducer<byte[], byte[]> b, KafkaProducer<byte[], byte[]> c, String topic)
      throws Exception {
    a.beginTransaction();
    b.beginTransaction();
    c.beginTransaction();
    drop(a, topic, "A-aborted-0");
    drop(b, topic, "B-aborted-0");
    keep(c, topic, "C-committed-0");
    drop(a, topic, "A-aborted-1");
    drop(b, topic, "B-aborted-1");
    b.abortTransaction();
    keep(c, topic, "C-committed-1");
    drop(a, topic, "A-aborted-2");
    a.abortTransaction();
    keep(c, topic, "C-committed-2");
    c.commitTransaction();
  }

  // A reader that tells a marker by its key alone takes the first record for the end of the aborted transaction.
  private static void abortBehindZeroKey(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    producer.beginTransaction();
    send(producer, topic, ZERO_KEY, "zero-key-aborted");
    drop(producer, topic, "behind-zero-key-aborted");
    producer.abortTransaction();
  }

  private void abortTwice(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    for (int round = 0; round < 2; round += 1) {
      producer.beginTransaction();
      drop(producer, topic, "twice-aborted-" + round);
      producer.abortTransaction();
      producer.beginTransaction();
      keep(producer, topic, "between-aborts-" + round);
      producer.commitTransaction();
    }
  }

  private void keep(KafkaProducer<byte[], byte[]> producer, String topic, String value) throws Exception {
    drop(producer, topic, value);
    committed.add(value);
  }

  private static void drop(KafkaProducer<byte[], byte[]> producer, String topic, String value) throws Exception {
    send(producer, topic, "key".getBytes(StandardCharsets.UTF_8), value);
  }

  // Waits for each record, so that the order in the log is the order of the calls.
  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] key, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, 0, key, value.getBytes(StandardCharsets.UTF_8))).get();
  }
}
