# What `sam build` calls: each function is the same native executable, compiled once; template.yaml chooses the handler.

FUNCTIONS = OrdersFunction AnalyticsFunction AggregatesFunction AlertsFunction DriftFunction LiveFunction PageFunction

.PHONY: $(FUNCTIONS:%=build-%) package

$(FUNCTIONS:%=build-%):
	eng/package.sh "$(ARTIFACTS_DIR)"

# The executable for deployment, artifacts/package/linux-x64/bootstrap, or linux-arm64 with FUNCTION_ARCHITECTURE=arm64.
package:
	eng/package.sh artifacts/package/last

# The commands against a deployed stack as one file, artifacts/operator, that needs no .NET. The functions are a program as well, built once
# for the runtime and once without it: their runtimeconfig.json would be published twice.
.PHONY: operator
operator:
	dotnet publish Analytics.Cli -c Release -r linux-x64 --self-contained -o artifacts/operator.files \
	  -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:ErrorOnDuplicatePublishOutputFiles=false
	cp artifacts/operator.files/Analytics.Cli artifacts/operator
