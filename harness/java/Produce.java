import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Produce BROKERS TOPIC: writes the records that stand on its input as JSON lines, bytes in base64. */
public final class Produce {
  private static final ObjectMapper JSON = new ObjectMapper();

  static void run(String[] args, BufferedReader in, PrintStream out) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = Clients.producer(args[0], null)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        sent.add(producer.send(record(args[1], JSON.readTree(line))));
      }
      for (Future<?> one : sent) one.get();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, JsonNode fields) throws IOException {
    List<Header> headers = new ArrayList<>();
    for (JsonNode pair : fields.get("headers")) {
      headers.add(new RecordHeader(pair.get(0).asText(), pair.get(1).binaryValue()));
    }
    byte[] key = fields.get("key").binaryValue();
    return new ProducerRecord<>(topic, fields.get("partition").asInt(), key, fields.get("value").binaryValue(), headers);
  }
}
