using System.Globalization;
using System.Text;
using Argus.Kube.Api;

namespace Argus.Kube.Client;

/// <summary>Builds path and query of a request.</summary>
internal sealed class RequestPath
{
    private readonly StringBuilder _text = new();
    private char _separator = '?';

    private RequestPath()
    {
    }

    /// <summary>All objects of a kind, in one namespace or in all.</summary>
    public static RequestPath OfCollection(ResourceType type, string? ns)
    {
        var path = new RequestPath();
        path._text.Append(type.Group.Length == 0 ? "/api/" : "/apis/");
        if (type.Group.Length > 0)
            path._text.Append(type.Group).Append('/');
        path._text.Append(type.Version);
        if (type.Namespaced && !string.IsNullOrEmpty(ns))
            path._text.Append("/namespaces/").Append(Segment(ns, "namespace"));
        path._text.Append('/').Append(type.Plural);
        return path;
    }

    /// <summary>Where an object is created.</summary>
    public static RequestPath OfNew(ResourceType type, string? ns)
    {
        RequireNamespace(type, ns);
        return OfCollection(type, ns);
    }

    /// <summary>One object, or a subresource of it.</summary>
    public static RequestPath OfObject(ResourceType type, string? ns, string name, string? subresource = null)
    {
        RequireNamespace(type, ns);
        var path = OfCollection(type, ns);
        // Without a name this would be the whole collection.
        path._text.Append('/').Append(Segment(name, "name"));
        if (subresource is not null)
            path._text.Append('/').Append(Segment(subresource, "subresource"));
        return path;
    }

    public RequestPath With(string parameter, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return this;
        _text.Append(_separator).Append(parameter).Append('=').Append(Uri.EscapeDataString(value));
        _separator = '&';
        return this;
    }

    public RequestPath With(string parameter, long? value) => With(parameter, value?.ToString(CultureInfo.InvariantCulture));

    public RequestPath With(string parameter, bool value) => value ? With(parameter, "true") : this;

    public RequestPath WithDryRun(bool dryRun) => dryRun ? With("dryRun", "All") : this;

    public override string ToString() => _text.ToString();

    private static void RequireNamespace(ResourceType type, string? ns)
    {
        if (type.Namespaced && string.IsNullOrEmpty(ns))
            throw new ArgumentException($"A {type.Kind} belongs to a namespace: give one.", nameof(ns));
    }

    private static string Segment(string value, string what) => string.IsNullOrEmpty(value) || value is "." or ".."
        ? throw new ArgumentException($"'{value}' is no {what} of an object.", nameof(value))
        : Uri.EscapeDataString(value);
}
