using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Stores a dashboard and replaces an existing one of the same name.</summary>
internal sealed class PutDashboard(DashboardStore dashboards, TimeProvider clock) : IOperation
{
    public string Name => nameof(PutDashboard);

    public WireValue.Map Execute(Input input)
    {
        var name = DashboardName.Required(input);
        var body = input.RequiredText("DashboardBody");
        var messages = DashboardBody.Check(body);
        if (messages.Any(message => message.IsError))
        {
            throw new ServiceError(
                "DashboardInvalidInputError",
                "InvalidParameterInput",
                400,
                $"The field DashboardBody must be a valid dashboard; validation messages: {messages.Count}, the first: "
                + $"{messages[0].DataPath} {messages[0].Message}")
            {
                Details = WireValue.Map.Of(("dashboardValidationMessages", WireShapes.Messages(messages))),
            };
        }

        dashboards.Put(new Dashboard(name, body, clock.GetUtcNow()));
        return WireValue.Map.Of(("DashboardValidationMessages", WireShapes.Messages(messages)));
    }
}
