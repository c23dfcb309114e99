using Amqp;
using Amqp.Framing;
using Boai.Localhost.ServiceBus;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The bare message belongs to its sender (AMQP 1.0 §3.2): the broker passes its bytes on as they came.</summary>
public sealed class AmqpSectionsTests
{
    [Fact]
    public void Types_that_no_dotnet_type_holds_survive_byte_for_byte()
    {
        // application-properties { "d": decimal128 } and an amqp-value of the described type [symbol "x:y"] list [null, array of two ubytes]
        byte[] strange =
        [
            0x00, 0x53, 0x74, 0xC1, 0x15, 0x02, 0xA1, 0x01, (byte)'d', 0x94, 0x22, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A,
            0x00, 0x53, 0x77, 0x00, 0xA3, 0x03, (byte)'x', (byte)':', (byte)'y', 0xC0, 0x08, 0x02, 0x40, 0xE0, 0x04, 0x02, 0x50, 0x07, 0x08,
        ];
        MessageContent content = MessageContent.Parse(strange).WithMessageId("given");

        byte[] forwarded = new DeliveredMessage(content, 1, 1, Samples.Start, 1, MessageStatus.Active, Guid.NewGuid(), Samples.Start, null).Encode();

        Assert.True(forwarded.AsSpan().EndsWith(strange));
        Assert.Equal("given", MessageContent.Parse(forwarded).MessageId);
    }

    [Theory]
    [InlineData(new byte[] { 0x42 })]
    [InlineData(new byte[] { 0x00, 0x53, 0x73 })]
    [InlineData(new byte[] { 0x00, 0x53, 0x75, 0xA0, 0x05, 1, 2 })]
    [InlineData(new byte[] { 0x00, 0x53, 0x75, 0xB0, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x00, 0x53, 0x99, 0x40 })]
    [InlineData(new byte[] { 0x00, 0xA3, 0x01, (byte)'x', 0x40 })]
    public void Bytes_that_are_no_message_are_refused(byte[] bytes) =>
        Assert.Throws<FormatException>(() => MessageContent.Parse(bytes));

    [Fact]
    public void A_batch_holds_one_message_in_each_data_section()
    {
        DataList bodies = new();
        foreach (string id in (string[])["a", "b"])
        {
            bodies.Add(new Data { Binary = Samples.Message(id).Encoded.ToArray() });
        }

        ByteBuffer envelope = new Message { BodySection = bodies }.Encode();

        IReadOnlyList<MessageContent> contents = MessageContent.ParseBatch(envelope.Buffer.AsMemory(envelope.Offset, envelope.Length).ToArray());

        Assert.Equal(["a", "b"], contents.Select(content => content.MessageId));
        Assert.Throws<FormatException>(() => MessageContent.ParseBatch(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void A_long_life_is_read_from_the_two_timestamps()
    {
        DateTime created = Samples.Start.UtcDateTime;
        Message message = new() { Properties = new Properties { CreationTime = created, AbsoluteExpiryTime = created.AddDays(100) } };

        Assert.Equal(TimeSpan.FromDays(100), MessageContent.Parse(message).TimeToLive);
    }
}
