using System.ClientModel;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>OpenAI's own client for .NET, told nothing but the address.</summary>
[Collection(OnChatServer.Name)]
public sealed class OpenAIClientTests(ChatServer chat)
{
    private readonly OpenAIClient _client = new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(chat.Server.Address, "/v1") });

    [Fact]
    public async Task CompleteChat_Whole_GivesTextAndUsage()
    {
        ChatCompletion answer = await Client().CompleteChatAsync([new SystemChatMessage("Be brief."), new UserChatMessage("Hallo!")], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 50 });

        Assert.Equal(ChatServer.Sentence, answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(21, answer.Usage.OutputTokenCount);
        Assert.Equal(ChatServer.Model, answer.Model);
    }

    [Fact]
    public async Task CompleteChat_Streamed_GivesTheSameText()
    {
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;
        await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage("count")], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 5 }))
        {
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        Assert.Equal((" one two three four five", ChatFinishReason.Length), (text.ToString(), reason));
        Assert.Equal(5, usage!.OutputTokenCount);
    }

    [Fact]
    public async Task CompleteChat_UnknownModel_IsItsException()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.GetChatClient("gpt-9").CompleteChatAsync([new UserChatMessage("Hallo!")]));

        Assert.Equal(404, error.Status);
        Assert.Contains("model_not_found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteChat_Cancelled_EndsTheStream()
    {
        using var cancel = new CancellationTokenSource();
        var scheduler = chat.Server.Models.State.Models!.Chat!;
        int parts = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Client().CompleteChatStreamingAsync([new UserChatMessage("count")], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 4000 }, cancel.Token))
            {
                if (++parts == 3)
                    await cancel.CancelAsync();
            }
        });

        Assert.InRange(parts, 3, 4000);
        Assert.NotNull(scheduler);
    }

    [Fact]
    public async Task GetModels_ListsWhatIsServed()
    {
        OpenAIModelCollection models = await _client.GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal([ChatServer.Model], models.Select(m => m.Id));
    }

    private ChatClient Client() => _client.GetChatClient(ChatServer.Model);
}
