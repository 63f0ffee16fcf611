import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** KeyPartitions PARTITIONS: for each key on its input, a line of base64, the partition that Java clients choose. */
public final class KeyPartitions {
  public static void main(String[] args) throws Exception {
    int partitions = Integer.parseInt(args[0]);
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(BuiltInPartitioner.partitionForKey(Base64.getDecoder().decode(line), partitions));
      }
    }
  }
}
