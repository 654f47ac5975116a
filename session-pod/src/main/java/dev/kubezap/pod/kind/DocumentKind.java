package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/** {@code document}: a file of any kind. */
final class DocumentKind implements MessageKind<DocumentContent>, SendForm {

  @Override
  public Class<DocumentContent> content() {
    return DocumentContent.class;
  }

  @Override
  public void write(DocumentContent content, ObjectNode json) {
    ObjectNode media = MediaDocument.write(content, json);
    content.filename().ifPresent(name -> media.put("filename", name));
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("document");
  }

  @Override
  public boolean isEditable() {
    return true;
  }

  @Override
  public Optional<Composable> edited(DocumentContent content, Fields fields) {
    return MediaFields.caption(fields).map(content::captioned);
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    return MediaFields.of(fields)
        .map(
            file ->
                new DocumentContent(
                    file.reference(), file.filename(), file.caption(), file.thumbnail(), context));
  }
}
