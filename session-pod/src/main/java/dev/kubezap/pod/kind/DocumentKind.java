package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.DocumentContent;

/** {@code document}: a file of any kind. */
final class DocumentKind implements MessageKind<DocumentContent> {

  @Override
  public Class<DocumentContent> content() {
    return DocumentContent.class;
  }

  @Override
  public void write(DocumentContent content, ObjectNode json) {
    ObjectNode media = MediaDocument.write(content, json);
    content.filename().ifPresent(name -> media.put("filename", name));
  }
}
