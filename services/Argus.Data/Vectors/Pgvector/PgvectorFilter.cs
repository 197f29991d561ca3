using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Argus.Data.Vectors.Pgvector;

/// <summary>Filters as SQL on the column payload. Names of fields are letters, digits and underscores only, values are parameters.</summary>
internal static class PgvectorFilter
{
    /// <summary>The condition; its parameters are added to those that are there.</summary>
    public static string Write(VectorFilter? filter, NpgsqlParameterCollection parameters) =>
        filter is null ? "true" : string.Join(" AND ", filter.Conditions.Select(c => Write(c, parameters)));

    private static string Write(VectorCondition condition, NpgsqlParameterCollection parameters)
    {
        string field = $"payload->'{condition.Field}'";
        switch (condition)
        {
            case FieldIn { Values: var values, Not: var not }:
                string list = $"({field} = ANY({Add(parameters, values.Select(Json).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)}::jsonb[]))";
                return not ? $"{list} IS NOT TRUE" : list;
            case FieldBetween { From: var from, To: var to }:
                var sql = new StringBuilder($"jsonb_typeof({field}) = 'number'");
                if (from is { } least)
                    sql.Append($" AND {field} >= to_jsonb({Add(parameters, least, NpgsqlDbType.Double)})");
                if (to is { } most)
                    sql.Append($" AND {field} <= to_jsonb({Add(parameters, most, NpgsqlDbType.Double)})");
                return sql.ToString();
            default:
                throw new ArgumentException($"{condition} is no condition that PostgreSQL can be asked for.");
        }
    }

    private static string Add(NpgsqlParameterCollection parameters, object value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return $"${parameters.Count}";
    }

    private static string Json(FieldValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            PayloadJson.WriteValue(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
