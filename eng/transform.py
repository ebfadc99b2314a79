"""Applies the SAM transform to a template, as a deployment would, and prints the result as JSON.

Usage: python3 eng/transform.py TEMPLATE [NAME=VALUE ...]. Only tests use it, and only where the package aws-sam-translator is installed.
"""

import json
import logging
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.public.exceptions import InvalidDocumentException  # noqa: E402
from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader  # noqa: E402
from samtranslator.translator.translator import Translator  # noqa: E402
from samtranslator.parser.parser import Parser  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


class NoPolicies(ManagedPolicyLoader):
    """Knows no managed policy, so that no account is queried."""

    def __init__(self):
        self._policy_map = {}
        self.max_items = 1000

    def load(self):
        return {}


def main(path, parameters):
    logging.disable(logging.WARNING)
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for function in template["Resources"].values():
        if function["Type"] == "AWS::Serverless::Function":
            # `sam package` puts the place of the uploaded package here.
            function["Properties"]["CodeUri"] = "s3://bucket/package.zip"
    template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    try:
        result = Translator({}, Parser()).translate(template, parameters)
    except InvalidDocumentException as error:
        print(error.message, *(cause.message for cause in error.causes), sep="\n", file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], dict(argument.split("=", 1) for argument in sys.argv[2:])))
