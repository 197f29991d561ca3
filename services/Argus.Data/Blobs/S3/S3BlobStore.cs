using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Argus.Data.Blobs.S3;

/// <summary>Files in a bucket, addressed by path, as MinIO has them.</summary>
public sealed class S3BlobStore : IBlobStore
{
    private readonly S3Options _options;
    private readonly AmazonS3Client _client;

    /// <param name="options">Which bucket. Nothing is asked of it yet.</param>
    public S3BlobStore(S3Options options)
    {
        _options = options;
        Name = $"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/{options.Bucket}";
        var config = new AmazonS3Config
        {
            ServiceURL = options.Endpoint.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = options.Region,
            Timeout = options.Timeout,
            MaxErrorRetry = options.Retries,
            // Older stores know no checksums in trailers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
        _client.BeforeRequestEvent += KeepSlashes;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Makes the bucket where it is not there.</summary>
    public Task EnsureBucketAsync(CancellationToken cancel) => GuardAsync(async () =>
    {
        try
        {
            await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _options.Bucket, MaxKeys = 1 }, cancel);
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchBucket")
        {
            await _client.PutBucketAsync(new PutBucketRequest { BucketName = _options.Bucket }, cancel);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel) => WriteAsync(key, content, null, cancel);

    /// <inheritdoc/>
    public async Task<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        // Stores that know no conditions write all the same: for them the look before must do.
        if (await FindAsync(key, cancel) is not null)
            return false;
        return await WriteAsync(key, content, "*", cancel);
    }

    /// <inheritdoc/>
    public Task<Blob?> GetAsync(string key, long most, CancellationToken cancel)
    {
        BlobKey.Check(key);
        return GuardAsync(async () =>
        {
            try
            {
                using var answer = await _client.GetObjectAsync(_options.Bucket, key, cancel);
                if (answer.ContentLength > most)
                    throw new BlobStoreException(BlobFault.TooLarge, $"{Name}: {key} has {answer.ContentLength} bytes, and at most {most} are read.");
                byte[] bytes = new byte[answer.ContentLength];
                await answer.ResponseStream.ReadExactlyAsync(bytes, cancel);
                return new Blob(bytes);
            }
            catch (AmazonS3Exception error) when (S3Faults.IsMissing(error))
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public Task<BlobInfo?> FindAsync(string key, CancellationToken cancel)
    {
        BlobKey.Check(key);
        return GuardAsync(async () =>
        {
            try
            {
                var answer = await _client.GetObjectMetadataAsync(_options.Bucket, key, cancel);
                return new BlobInfo(key, answer.ContentLength);
            }
            catch (AmazonS3Exception error) when (S3Faults.IsMissing(error))
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = prefix };
        while (true)
        {
            var page = await GuardAsync(() => _client.ListObjectsV2Async(request, cancel));
            foreach (var found in page.S3Objects ?? [])
                yield return new BlobInfo(found.Key, found.Size ?? 0);
            if (page.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <inheritdoc/>
    public Task<bool> CopyAsync(string from, string to, CancellationToken cancel)
    {
        BlobKey.Check(from);
        BlobKey.Check(to);
        return GuardAsync(async () =>
        {
            try
            {
                await _client.CopyObjectAsync(_options.Bucket, from, _options.Bucket, to, cancel);
                return true;
            }
            catch (AmazonS3Exception error) when (S3Faults.IsMissing(error))
            {
                return false;
            }
        });
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        BlobKey.Check(key);
        return GuardAsync(() => _client.DeleteObjectAsync(_options.Bucket, key, cancel));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Not every store decodes the name of what it copies. Before the request is signed.
    private static void KeepSlashes(object sender, RequestEventArgs request)
    {
        const string source = "x-amz-copy-source";
        if (request is WebServiceRequestEventArgs { Headers: { } headers } && headers.TryGetValue(source, out string? name))
            headers[source] = name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    private Task<bool> WriteAsync(string key, ReadOnlyMemory<byte> content, string? unless, CancellationToken cancel)
    {
        BlobKey.Check(key);
        return GuardAsync(async () =>
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            var request = new PutObjectRequest
            {
                BucketName = _options.Bucket,
                Key = key,
                InputStream = stream,
                ContentType = TypeOf(key),
                UseChunkEncoding = false,
                AutoCloseStream = false,
                IfNoneMatch = unless,
            };
            try
            {
                await _client.PutObjectAsync(request, cancel);
                return true;
            }
            catch (AmazonS3Exception error) when (unless is not null && S3Faults.IsThere(error))
            {
                return false;
            }
        });
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (S3Faults.IsOfStore(error))
        {
            throw S3Faults.Of(error, Name);
        }
    }

    private static string TypeOf(string key) => Path.GetExtension(key).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
