-- Argo CD health of kubezap.dev/WhatsAppSession. See docs/gitops.md.
local function health(status, message)
  return { status = status, message = message or "" }
end

if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "the session is being deleted")
end

local status = obj.status
if status == nil or status.phase == nil then
  return health("Progressing", "the operator has not seen the session yet")
end
if status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the operator has not seen the last change yet")
end

local held = {}
local message = nil
for _, condition in ipairs(status.conditions or {}) do
  if condition.status == "True" then
    held[condition.type] = condition
  elseif condition.type == "Ready" then
    message = condition.message
  end
end

-- First: a session may still carry messages while a person has to act.
if held.Stalled then
  return health("Degraded", held.Stalled.message)
end
if held.Reconciling then
  return health("Progressing", held.Reconciling.message)
end
if held.Ready then
  return health("Healthy", held.Ready.message)
end
if status.phase == "Suspended" then
  return health("Suspended", "spec.suspend is set")
end
if status.phase == "AwaitingPairing" or status.phase == "AwaitingPasskey" then
  return health("Suspended", message)
end
return health("Progressing", message)
