namespace Argus.LocalCluster.Schema;

/// <summary>One cause of a 422 answer: <c>FieldValueRequired</c> and the like, the words for it, and the field's path.</summary>
public sealed record FieldCause(string Reason, string Message, string Field);
