package dev.kubezap.pod.bucket;

import dev.kubezap.pod.bucket.BucketException.Reason;
import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Some of a bucket's objects.
 *
 * @param objects in the order of their keys
 * @param next asks for those that follow; empty at the end
 */
record ObjectListing(List<StoredObject> objects, Optional<String> next) {

  /** Reads what the bucket answers. */
  static ObjectListing parse(byte[] xml) throws BucketException {
    try {
      XMLStreamReader reader = reader(xml);
      List<StoredObject> objects = new ArrayList<>();
      Optional<String> next = Optional.empty();
      String key = "";
      long size = 0;
      Instant modified = Instant.EPOCH;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          switch (reader.getLocalName()) {
            case "Key" -> key = reader.getElementText();
            case "Size" -> size = Long.parseLong(reader.getElementText().strip());
            case "LastModified" -> modified = Instant.parse(reader.getElementText().strip());
            case "NextContinuationToken" -> next = Optional.of(reader.getElementText());
            default -> {
              // Nothing that is needed.
            }
          }
        } else if (event == XMLStreamConstants.END_ELEMENT
            && reader.getLocalName().equals("Contents")) {
          objects.add(new StoredObject(key, size, modified));
        }
      }
      return new ObjectListing(List.copyOf(objects), next);
    } catch (XMLStreamException | NumberFormatException | DateTimeException e) {
      throw new BucketException(Reason.STRANGE, "the bucket's list of objects cannot be read", e);
    }
  }

  /** The code of an error document; empty when it is none. */
  static String errorCode(byte[] xml) {
    try {
      XMLStreamReader reader = reader(xml);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("Code")) {
          String code = reader.getElementText();
          return code.matches("[A-Za-z0-9]{1,64}") ? code : "";
        }
      }
      return "";
    } catch (XMLStreamException e) {
      return "";
    }
  }

  private static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new ByteArrayInputStream(xml));
  }
}
