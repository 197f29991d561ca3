namespace Argus.Kube.Api.Meta;

/// <summary>One aspect of an object's state (API conventions of Kubernetes): list-map keyed by <paramref name="Type"/>.</summary>
/// <param name="Type">Adjective or past tense, such as <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">For a person.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> last changed.</param>
/// <param name="ObservedGeneration">Generation of the object that this was found for.</param>
public sealed record V1Condition(string Type, string Status, string Reason, string? Message, DateTimeOffset LastTransitionTime, long ObservedGeneration);
