# What `sam build` calls: each function is the same self-contained executable; template.yaml chooses the handler.

.PHONY: build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction publish

build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction: publish

publish:
	dotnet publish Analytics.Functions -c Release -r linux-x64 --self-contained -p:PublishTrimmed=false -o "$(ARTIFACTS_DIR)"
