using System.Text;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>A container's variables as its spec has them: envFrom, then env in order, where a value may refer to those before it.</summary>
internal static class ContainerEnvironment
{
    /// <exception cref="ConfigException">A ConfigMap, Secret or key that is not optional is missing.</exception>
    public static Dictionary<string, string> Build(V1Container container, string ns, DownwardFields fields, ObjectLookup objects)
    {
        var variables = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (key, value) in All(source, objects))
                variables[source.Prefix + key] = value;
        }

        foreach (var variable in container.Env ?? [])
        {
            string? value = variable.ValueFrom is { } source
                ? From(source, container, ns, fields, objects)
                : Expand(variable.Value ?? "", variables);
            if (value is not null)
                variables[variable.Name] = value;
        }

        return variables;
    }

    /// <summary>Replaces <c>$(NAME)</c> by a variable's value; <c>$$</c> stands for a dollar, and a name that is not known stays.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            int end;
            if (text[at] != '$' || at + 1 == text.Length)
            {
                result.Append(text[at]);
            }
            else if (text[at + 1] == '$')
            {
                result.Append('$');
                at++;
            }
            else if (text[at + 1] == '(' && (end = text.IndexOf(')', at)) >= 0)
            {
                string name = text[(at + 2)..end];
                result.Append(variables.TryGetValue(name, out string? value) ? value : text[at..(end + 1)]);
                at = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }

    private static Dictionary<string, string> All(V1EnvFromSource source, ObjectLookup objects)
    {
        if (source.ConfigMapRef is { } map)
            return ConfigFiles.Texts(objects.ConfigMap(map.Name ?? "")) ?? Missing(map.Optional, $"configmap \"{map.Name}\" not found");
        if (source.SecretRef is { } secret)
            return ConfigFiles.Texts(objects.Secret(secret.Name ?? "")) ?? Missing(secret.Optional, $"secret \"{secret.Name}\" not found");
        return [];
    }

    private static Dictionary<string, string> Missing(bool? optional, string problem) => optional == true ? [] : throw new ConfigException(problem);

    private static string? From(V1EnvVarSource source, V1Container container, string ns, DownwardFields fields, ObjectLookup objects)
    {
        if (source.FieldRef is { } field)
            return fields.Field(field.FieldPath);
        if (source.ResourceFieldRef is { } resource)
            return fields.Resource(resource, container);
        if (source.ConfigMapKeyRef is { } map)
            return Key(ConfigFiles.Texts(objects.ConfigMap(map.Name ?? "")), "ConfigMap", "configmap", map.Name, map.Key, map.Optional, ns);
        if (source.SecretKeyRef is { } secret)
            return Key(ConfigFiles.Texts(objects.Secret(secret.Name ?? "")), "Secret", "secret", secret.Name, secret.Key, secret.Optional, ns);
        throw new ConfigException("valueFrom names no source");
    }

    private static string? Key(Dictionary<string, string>? values, string kind, string resource, string? name, string key, bool? optional, string ns)
    {
        if (values is not null && values.TryGetValue(key, out string? value))
            return value;
        if (optional == true)
            return null;
        throw new ConfigException(values is null ? $"{resource} \"{name}\" not found" : $"couldn't find key {key} in {kind} {ns}/{name}");
    }
}
