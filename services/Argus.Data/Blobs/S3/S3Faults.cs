using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Argus.Data.Blobs.S3;

internal static class S3Faults
{
    public static bool IsOfStore(Exception error) => error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    public static bool IsMissing(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket";

    public static bool IsThere(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>What an error means to whoever runs the program.</summary>
    public static BlobStoreException Of(Exception error, string store) => error switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new(BlobFault.Refused, $"{store}: there is no such bucket. Make it, or correct its name.", error),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } denied => new(BlobFault.Refused, $"{store} refuses ({denied.ErrorCode}): correct MINIO_ROOT_USER and MINIO_ROOT_PASSWORD, or grant them this bucket.", error),
        AmazonS3Exception { StatusCode: HttpStatusCode.InsufficientStorage } => new(BlobFault.Full, $"{store} has no room left. Make room, then run again.", error),
        AmazonS3Exception { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } wrong => new(BlobFault.Other, $"{store}: {wrong.ErrorCode} {wrong.Message}", error),
        _ => new(BlobFault.Unavailable, $"{store} cannot be reached, or broke off ({error.Message}). Try again once it is back.", error),
    };
}
